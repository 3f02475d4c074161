using System.Text.Json;
using Majlis.Platform;

namespace Majlis.Messaging;

/// <summary>Puts a letter into the post: it leaves after the caller's commit, and does not when the caller's transaction is given up.</summary>
public static class PostLetter
{
    /// <summary>Adds the job; the caller saves.</summary>
    public static Job Run(AppDb db, Letter letter) =>
        db.Jobs.Add(new(SendLetter.JobKind, JsonSerializer.Serialize(letter, Json.Stored), db.Clock.GetCurrentInstant())).Entity;
}

/// <summary>Carries letters out. One that was sent but not noted, because the node died in between, is sent again.</summary>
public sealed class SendLetter(IMailService mail) : IJobRunner
{
    public const string JobKind = "SendLetter";

    public string Kind => JobKind;

    public Task Run(string payload, CancellationToken cancellation) => mail.Send(JsonSerializer.Deserialize<Letter>(payload, Json.Stored)!, cancellation);
}
