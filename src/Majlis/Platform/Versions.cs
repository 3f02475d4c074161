namespace Majlis.Platform;

public static class Versions
{
    /// <summary>
    /// Says which version the editor saw: the save fails with <see cref="EditedMeanwhile"/> when the row is another one by now. The row counts as changed
    /// even where only rows that belong to it are, so that their next editor is warned too.
    /// </summary>
    public static void Expect<T>(this AppDb db, T noun, long version) where T : class, IVersioned
    {
        var seen = db.Entry(noun).Property(n => n.Version);
        seen.OriginalValue = version;
        seen.IsModified = true;
    }

    /// <summary>Saves what may be the first version of a row: of two who make it at once, the second is told like one who edits an older version.</summary>
    /// <exception cref="EditedMeanwhile">Somebody else's is there.</exception>
    public static async Task SaveFirst(this AppDb db, CancellationToken cancellation = default)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            throw new EditedMeanwhile(taken);
        }
    }
}
