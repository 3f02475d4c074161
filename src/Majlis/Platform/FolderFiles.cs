using System.Buffers;
using System.Security.Cryptography;

namespace Majlis.Platform;

/// <summary>
/// Files in a folder, by id: <c>…/cd/ab/&lt;id&gt;</c> by the id's last digits, which are random while its first are the time. A file is there whole or not at all.
/// Several nodes share one folder.
/// </summary>
public sealed class FolderFiles(string folder) : IFileService
{
    const int Chunk = 81920;

    public async Task<(long Bytes, byte[] Sha256)> Keep(Id<StoredFile> id, Stream content, long limit, CancellationToken cancellation)
    {
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A name of its own for each try: two at once do not write into one file.
        var part = $"{path}.{Id<StoredFile>.New()}.part";
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = 0L;
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            {
                while (await content.ReadAsync(buffer.AsMemory(0, Chunk), cancellation) is > 0 and var read)
                {
                    bytes += read;
                    if (bytes > limit) throw new Refusal("files.too_large", ("limit", limit));
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
            return (bytes, hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            File.Delete(part);
        }
    }

    public Task<Stream?> Open(Id<StoredFile> id, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Chunk, useAsync: true));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task Drop(Id<StoredFile> id, CancellationToken cancellation)
    {
        var path = PathOf(id);
        if (Directory.Exists(Path.GetDirectoryName(path))) File.Delete(path);
        return Task.CompletedTask;
    }

    string PathOf(Id<StoredFile> id)
    {
        var name = id.ToString();
        return Path.Combine(folder, name[^2..], name[^4..^2], name);
    }
}
