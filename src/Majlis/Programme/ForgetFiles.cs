using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// Deletes files that neither the draft nor any release of their edition names any more, some days after they came: until then whoever took one out by mistake can
/// be helped. What a release names stays for ever; files of no edition, such as flags, are kept by those who refer to them.
/// </summary>
public sealed class ForgetFiles(IFileService files) : ISpentRows
{
    public static readonly Duration Stay = Duration.FromDays(7);

    public async Task Forget(AppDb db, CancellationToken cancellation)
    {
        var before = db.Clock.GetCurrentInstant() - Stay;
        var old = (await db.Files.AsNoTracking().Where(f => f.At < before && f.Edition != Guid.Empty).ToListAsync(cancellation)).ToLookup(f => f.Edition);
        foreach (var edition in old)
        {
            var id = new Id<Edition>(edition.Key);
            var drafted = (await db.Sessions.AsNoTracking().Where(s => s.EditionId == id).Select(s => s.Details).ToListAsync(cancellation))
                .SelectMany(d => d.Materials).Select(m => m.Href).ToHashSet();
            var loose = edition.Where(f => !drafted.Contains(f.Address)).ToDictionary(f => f.Address);
            // One release after the other: they are large, and there are seldom files left to look for.
            for (var number = 1; loose.Count > 0; number++)
            {
                var release = await db.Releases.AsNoTracking().Where(r => r.EditionId == id && r.Number >= number).OrderBy(r => r.Number).FirstOrDefaultAsync(cancellation);
                if (release is null) break;
                foreach (var material in release.Open().Sessions.SelectMany(s => s.Materials)) loose.Remove(material.Href);
                number = release.Number;
            }
            foreach (var file in loose.Values)
            {
                await db.Files.Where(f => f.Id == file.Id).ExecuteDeleteAsync(cancellation);
                await files.Drop(file.Id, cancellation);
            }
        }
    }
}
