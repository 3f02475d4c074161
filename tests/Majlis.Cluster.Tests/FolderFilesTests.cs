using System.Security.Cryptography;
using Majlis.Platform;

namespace Majlis.Cluster.Tests;

public class FolderFilesTests
{
    readonly string _folder = Directory.CreateTempSubdirectory("majlis-files").FullName;
    readonly Id<StoredFile> _id = Id<StoredFile>.New();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    FolderFiles Files => new(_folder);

    string[] OnDisk => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);

    [Fact]
    public async Task Keeps_a_file_byte_for_byte_and_says_its_length_and_hash()
    {
        var content = RandomNumberGenerator.GetBytes(300_001);
        var (bytes, sha256) = await Files.Keep(_id, new MemoryStream(content), limit: 300_001, Cancellation);
        Assert.Equal(content.Length, bytes);
        Assert.Equal(SHA256.HashData(content), sha256);
        await using var kept = await Files.Open(_id, Cancellation);
        using var read = new MemoryStream();
        await kept!.CopyToAsync(read, Cancellation);
        Assert.Equal(content, read.ToArray());
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_before_it_is_read_to_its_end_and_leaves_nothing()
    {
        var content = new MemoryStream(new byte[1_000_000]);
        var refused = await Assert.ThrowsAsync<Refusal>(() => Files.Keep(_id, content, limit: 100_000, Cancellation));
        Assert.Equal("files.too_large", refused.Code);
        Assert.InRange(content.Position, 100_001, 200_000);
        Assert.Empty(OnDisk);
    }

    [Fact]
    public async Task A_sender_who_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Files.Keep(_id, new BreaksOff(), limit: 100_000, Cancellation));
        Assert.Empty(OnDisk);
        Assert.Null(await Files.Open(_id, Cancellation));
    }

    [Fact]
    public async Task A_dropped_file_is_gone_and_may_be_dropped_again()
    {
        await Files.Drop(_id, Cancellation);
        await Files.Keep(_id, new MemoryStream([1]), limit: 1, Cancellation);
        await Files.Drop(_id, Cancellation);
        await Files.Drop(_id, Cancellation);
        Assert.Null(await Files.Open(_id, Cancellation));
        Assert.Empty(OnDisk);
    }

    sealed class BreaksOff : MemoryStream
    {
        int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ == 0 ? new(buffer.Length) : throw new IOException("The connection was reset.");
    }
}
