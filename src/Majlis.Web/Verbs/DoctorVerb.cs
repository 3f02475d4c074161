using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Majlis.Calendars;
using Majlis.Database;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis doctor</c>: what is wrong with the set-up, and how to mend it. Ends with 1 when something is broken.</summary>
static class DoctorVerb
{
    static readonly JsonSerializerOptions Machine = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Make()
    {
        var storage = new StorageOptions();
        var json = new Option<bool>("--json") { Description = "One JSON array for programs." };
        var verb = new Command("doctor", "Say what is wrong with the set-up and how to mend it.") { json };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            var texts = OperatorLanguage.Of(call);
            var diagnosis = await Doctor.Examine(storage.Of(call), texts, cancellation);
            if (call.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(diagnosis, Machine));
            else foreach (var finding in diagnosis) Print(finding, texts);
            return diagnosis.Any(d => d.State == Health.Broken) ? 1 : 0;
        });
        return verb;
    }

    static void Print(Diagnosis finding, Texts texts)
    {
        var state = finding.State switch
        {
            Health.Ok => texts["doctor.ok"],
            Health.Attention => texts["doctor.attention"],
            _ => texts["doctor.broken"],
        };
        var colour = finding.State switch { Health.Ok => 32, Health.Attention => 33, _ => 31 };
        Console.WriteLine(Console.IsOutputRedirected ? $"{state}: {finding.Text}" : $"\e[{colour}m{state}\e[0m: {finding.Text}");
    }
}
