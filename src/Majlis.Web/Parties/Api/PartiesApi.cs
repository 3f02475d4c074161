using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Parties.Api;

/// <summary>The parties of an edition for programs, to be read: whom people speak for, and who comes before whom.</summary>
static class PartiesApi
{
    /// <param name="Place">In the order of protocol, from 1.</param>
    sealed record Line(int Place, OrderedParty Ordered, IReadOnlyDictionary<Guid, string> Groups)
    {
        public Party Party => Ordered.Present.Party;
        public ParticipationFacts Here => Ordered.Present.Facts;
    }

    static readonly Shape<(string Group, string Kind)> Group = new("PartyGroupMembership", "A group that a party belongs to.", default,
        Field<(string Group, string Kind)>.Of("group", Kinds.PlainText, g => g.Group, null, "The group's slug."),
        Field<(string Group, string Kind)>.Of("kind", Kinds.PlainText, g => g.Kind, null, "What it is there: member, observer."));

    static readonly Shape<Line> One = new("Party", "A state, region or organisation at the edition.", null!,
        Field<Line>.Of("guid", Kinds.Identity, p => p.Party.Id.Value, null, "Stable for ever."),
        Field<Line>.Of("slug", Kinds.PlainText, p => p.Party.Slug, null, "Its part of an address."),
        Field<Line>.Of("place", Kinds.PlainNumber, p => p.Place, null, "Its place in the order of protocol, from 1."),
        Field<Line>.Of("kind", Kinds.OneOf<PartyKind>(), p => p.Party.Kind, null, "What it is."),
        Field<Line>.Of("code", Kinds.Text, p => p.Party.Code, null, "ISO 3166-1 or 3166-2; null: none."),
        Field<Line>.Of("name", Kinds.Localized, p => p.Party.Short, null, "The short name, as in lists."),
        Field<Line>.Of("formalName", Kinds.Localized, p => p.Party.Formal, null, "As in documents; empty where it is the short one."),
        Field<Line>.Of("plate", Kinds.Localized, p => p.Party.Plate, null, "As on a plate; empty where it is the short one."),
        Field<Line>.Of("founded", Kinds.Number, p => p.Party.Founded, null, "Year of foundation; null: unknown."),
        Field<Line>.Of("groups", Kinds.Many(Kinds.Part(Group)), p => [.. p.Party.Groups.Where(g => p.Groups.ContainsKey(g.Group)).Select(g => (p.Groups[g.Group], g.Kind))], null, "The groups it belongs to."),
        Field<Line>.Of("status", Kinds.OneOf<PartyStatus>(), p => p.Here.Status, null, "How far its coming has got."),
        Field<Line>.Of("capacity", Kinds.OneOf<PartyCapacity>(), p => p.Here.Capacity, null, "What it comes as."),
        Field<Line>.Of("class", Kinds.Text, p => p.Ordered.Class?.Key, null, "The key of its class in the order; null: none takes it."),
        Field<Line>.Of("isPublic", Kinds.Flag, p => p.Here.IsPublic, null, "May stand in the public list of participants."));

    static readonly Shape<IReadOnlyList<Line>> List = Shape.ListOf("parties", One);

    public static void MapPartiesApi(this WebApplication app) =>
        app.MapApi().MapMethods("parties", Describing.Reading, async (ApiCall call) =>
        {
            var (db, id, cancellation) = (call.Db, call.Edition, call.Cancellation);
            await using var moment = await db.OneMoment(cancellation);
            var groups = await db.PartyGroups.AsNoTracking().ToDictionaryAsync(g => g.Id.Value, g => g.Slug, cancellation);
            var order = OrderOfParties.Arrange(await OrderOfParties.Rules(db, id, cancellation), await OrderOfParties.Present(db, id, cancellation));
            // No tag: parties are the installation's, and change without an event of this edition.
            return ApiAnswer.Of(List, [.. order.Index().Select(p => new Line(p.Index + 1, p.Item, groups))]);
        }).For(Permission.SeeDesk, new("List the parties", "parties") { About = "Those at the edition, in the order of protocol as its rules have it now.", Answers = [(StatusCodes.Status200OK, "The parties.", List)] });
}
