using System.Text.Json;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;

namespace Majlis.Web.Programme.Api;

/// <summary>A conflict and the sentence that says it to the caller.</summary>
sealed record Finding(FoundConflict Found, string Text)
{
    public Conflict Conflict => Found.Conflict;
}

/// <summary>The conflicts of the draft for programs: listed, tried out, accepted.</summary>
static class ConflictsApi
{
    public static void MapConflictsApi(this WebApplication app)
    {
        var api = app.MapApi();
        api.MapMethods("conflicts", Describing.Reading, async (ApiCall call) =>
        {
            var tag = await call.EditionTag();
            return ApiAnswer.Of(Shapes.Findings, Say(call, await ConflictCheck.Of(call.Db, call.Edition, call.Cancellation)), $"{tag}-{call.Texts.Language.Tag}");
        }).For(Permission.SeeDesk, new("List the conflicts", "conflicts")
        {
            About = "By time; text is in the language of Accept-Language.", Answers = [(StatusCodes.Status200OK, "The conflicts of the draft.", Shapes.Findings), Resource<Conflict>.NotModified],
        });

        api.MapPost("conflicts/check", async (ApiCall call) =>
        {
            var (moves, _) = await ProgrammeApi.Moves(call);
            return ApiAnswer.Of(Shapes.Findings, Say(call, await ConflictCheck.IfMoved(call.Db, call.Edition, moves, call.Cancellation)));
        }).For(Permission.SeeDesk, new("Try moves out", "conflicts")
        {
            About = "Nothing is written, and versions are not compared.", Body = Shapes.Moves, Example = ProgrammeApi.MoveExample,
            Answers = [(StatusCodes.Status200OK, "The conflicts that the moved sessions would be in.", Shapes.Findings)],
        });

        const string acceptance = "conflicts/{key:maxlength(160)}/acceptance";
        api.MapPut(acceptance, async (string key, ApiCall call) =>
        {
            var faults = call.NewFaults();
            var reason = Shapes.Reason.Read(await call.Body(), Shapes.Reason.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            await AcceptConflicts.Run(call.Db, call.Actor, call.Edition, [key], reason, call.Cancellation);
            return ApiAnswer.Of(Shapes.Finding, Say(call, await ConflictCheck.Of(call.Db, call.Edition, call.Cancellation)).First(f => f.Conflict.Key == key));
        }).For(Permission.EditProgramme, new("Accept a conflict", "conflicts")
        {
            About = "It holds as long as the conflict stays as it is now.", Body = Shapes.Reason, Example = """{"reason":"They open together."}""", Answers = [(StatusCodes.Status200OK, "The conflict.", Shapes.Finding)],
        });
        api.MapMethods("rules", Describing.Reading, async (ApiCall call) =>
        {
            var tag = await call.EditionTag();
            return ApiAnswer.Of(Shapes.Rules, await Rules(call), tag);
        }).For(Permission.SeeDesk, new("List the rules", "conflicts") { Answers = [(StatusCodes.Status200OK, "Every rule and its level.", Shapes.Rules), Resource<Conflict>.NotModified] });
        api.MapPut("rules", async (ApiCall call) =>
        {
            var faults = call.NewFaults();
            var wanted = Shapes.Rules.Read(await call.Body(), Shapes.Rules.Empty, faults, isNew: true);
            foreach (var twice in wanted.Index().GroupBy(r => r.Item.Rule).SelectMany(r => r.Skip(1))) faults.Add($"/rules/{twice.Index}/rule", "api.field.twice");
            faults.ThrowIfAny();
            await SetRuleLevels.Run(call.Db, call.Actor, call.Edition, wanted.ToDictionary(r => r.Rule, r => r.Level), call.Cancellation);
            return ApiAnswer.Of(Shapes.Rules, await Rules(call));
        }).For(Permission.EditEdition, new("Set the levels of rules", "conflicts")
        {
            About = "Only the rules that are named change.", Body = Shapes.Rules, Example = """{"rules":[{"rule":"hallTwice","level":"forbidsPlacing"}]}""", Answers = [(StatusCodes.Status200OK, "Every rule and its level.", Shapes.Rules)],
        });
        api.MapDelete(acceptance, async (string key, ApiCall call) =>
        {
            await TakeBackAcceptance.Run(call.Db, call.Actor, call.Edition, key, call.Cancellation);
            return Results.NoContent();
        }).For(Permission.EditProgramme, new("Take an acceptance back", "conflicts") { Answers = [(StatusCodes.Status204NoContent, "Nobody answers for it any more.", null)] });
    }

    static async Task<IReadOnlyList<(ConflictRule Rule, ConflictLevel Level)>> Rules(ApiCall call)
    {
        var set = await RuleLevels.Of(call.Db, call.Edition, call.Cancellation);
        return [.. set.Select(r => (r.Key, r.Value))];
    }

    /// <summary>Sessions that were just written, each with what the conflict rules find of it now.</summary>
    public static async Task<IReadOnlyList<(Known<SessionEntry> Session, IReadOnlyList<Finding> Findings)>> Written(ApiCall call, IEnumerable<Known<SessionEntry>> sessions)
    {
        var found = Say(call, await ConflictCheck.Of(call.Db, call.Edition, call.Cancellation));
        return [.. sessions.Select(s => (s, (IReadOnlyList<Finding>)[.. found.Where(f => f.Conflict.Sessions.Contains(s.Guid))]))];
    }

    public static IReadOnlyList<Finding> Say(ApiCall call, CheckedProgramme programme)
    {
        var sentences = new ConflictSentences(programme.Programme, call.Texts.Language);
        return [.. programme.Found.Select(f => new Finding(f, sentences.Say(f.Conflict)))];
    }
}
