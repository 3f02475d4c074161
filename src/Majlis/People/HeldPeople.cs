using Majlis.Platform;

namespace Majlis.People;

/// <summary>
/// A module that keeps something of a person which must not vanish with them, and which People does not know. Needs a constructor without parameters: <see cref="HeldPeople"/> finds it by itself.
/// </summary>
public interface IHoldsPeople
{
    /// <returns>Why the person stays; null when the module keeps nothing of them.</returns>
    Task<Refusal?> Holds(AppDb db, Person person, CancellationToken cancellation);
}

/// <summary>Asks every module, so that no act that removes people can forget one.</summary>
public static class HeldPeople
{
    /// <returns>The first reason why the person cannot be removed now; null when there is none. What is not saved yet does not count.</returns>
    public static async Task<Refusal?> Why(AppDb db, Person person, CancellationToken cancellation = default)
    {
        foreach (var holder in FromModules<IHoldsPeople>.All)
            if (await holder.Holds(db, person, cancellation) is { } why) return why;
        return null;
    }
}
