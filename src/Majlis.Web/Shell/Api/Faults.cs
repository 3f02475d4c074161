using Majlis.Calendars;

namespace Majlis.Web.Shell.Api;

/// <summary>What is wrong with a body, in the reader's language, by the JSON pointer of the field.</summary>
public sealed class Faults(Texts texts)
{
    /// <summary>Nobody reads more of them.</summary>
    const int Most = 100;

    readonly SortedDictionary<string, string> _byField = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> ByField => _byField;

    /// <summary>The first fault of a field counts.</summary>
    public void Add(string pointer, string key, params (string Name, object? Value)[] values)
    {
        if (_byField.Count < Most) _byField.TryAdd(pointer, texts.Say(key, values));
    }

    /// <returns><paramref name="instead"/>: what reading goes on with.</returns>
    public T Add<T>(string pointer, string key, T instead, params (string Name, object? Value)[] values)
    {
        Add(pointer, key, values);
        return instead;
    }

    /// <exception cref="ApiProblem"><c>fields</c>, when there are any.</exception>
    public void ThrowIfAny()
    {
        if (_byField.Count > 0) throw new ApiProblem(StatusCodes.Status400BadRequest, "fields") { Faults = _byField };
    }
}
