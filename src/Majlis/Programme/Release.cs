using System.IO.Compression;
using System.Text.Json;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// A programme made public: named, numbered, fixed. The public sees the last one and nothing else; earlier ones are read by the desk only
/// and by the change list that each carries.
/// </summary>
public sealed class Release
{
    Release() { }

    public Release(Id<Edition> edition, int number, string name, LocalizedText note, ProgrammeSnapshot programme, Guid? account, string by, Instant at,
        LettersTo lettersTo = LettersTo.Nobody)
    {
        LettersTo = lettersTo;
        Id = Id<Release>.New();
        (EditionId, Number, Name, Note, Account, By, At) = (edition, number, name, note, account, by, at);
        Packed = Pack(programme);
    }

    public Id<Release> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>1, 2, 3… in the edition.</summary>
    public int Number { get; private set; }
    /// <summary>What people call it: "1.0", "Final".</summary>
    public string Name { get; private set; } = "";
    public LocalizedText Note { get; private set; } = LocalizedText.Empty;
    public Guid? Account { get; private set; }
    public string By { get; private set; } = "";
    public Instant At { get; private set; }
    /// <summary>Whom letters about it were or are to be sent to.</summary>
    public LettersTo LettersTo { get; private set; }
    /// <summary>The frozen programme, gzipped JSON. See <see cref="Open"/>.</summary>
    public byte[] Packed { get; private set; } = [];

    /// <summary>Letters go to these, too.</summary>
    public void TellAlso(LettersTo more) => LettersTo |= more;

    public ProgrammeSnapshot Open() => Unpack(Packed);

    public static ProgrammeSnapshot Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ProgrammeSnapshot>(gzip, Json.Stored)!;
    }

    static byte[] Pack(ProgrammeSnapshot programme)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) JsonSerializer.Serialize(gzip, programme, Json.Stored);
        return memory.ToArray();
    }

    internal sealed class Map : IEntityTypeConfiguration<Release>
    {
        public void Configure(EntityTypeBuilder<Release> table)
        {
            table.HasIndex(r => new { r.EditionId, r.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(r => r.EditionId);
            table.Property(r => r.LettersTo).HasDefaultValue(LettersTo.Nobody);
        }
    }
}

/// <summary>Who gets letters about a release.</summary>
[Flags]
public enum LettersTo
{
    Nobody = 0,
    /// <summary>People of the programme whose slots are new, moved or gone, as far as the desk knows their address.</summary>
    Speakers = 1,
    /// <summary>Accounts that marked a session which changed, and agreed to be told.</summary>
    Stars = 2,
    /// <summary>Accounts that have a role in the edition or marked a session of it, and agreed to be told of releases.</summary>
    Readers = 4,
}

/// <summary>A participant with an account marked a session.</summary>
public sealed class Star
{
    Star() { }

    public Star(Guid account, Id<Edition> edition, Guid session) => (Account, EditionId, Session) = (account, edition, session);

    public Guid Account { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary><see cref="SessionEntry.Guid"/>.</summary>
    public Guid Session { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<Star>
    {
        public void Configure(EntityTypeBuilder<Star> table)
        {
            table.HasKey(s => new { s.Account, s.EditionId, s.Session });
            table.HasOne<Edition>().WithMany().HasForeignKey(s => s.EditionId);
        }
    }
}
