namespace Majlis.Platform;

/// <summary>
/// A rule of the forum said no. Not a bug and not bad input: the request was understood and may not be done.
/// Pages show it at the form with the input kept; the API answers 409 with the code.
/// </summary>
/// <param name="code">A key of the language files without its prefix: <c>programme.release_is_empty</c> is told by <c>refusal.programme.release_is_empty</c>.</param>
/// <param name="values">What the sentence needs, by placeholder name: numbers, names, <see cref="LocalizedText"/>.</param>
public sealed class Refusal(string code, params (string Name, object? Value)[] values)
    : Exception($"{code}{(values.Length == 0 ? "" : " ")}{string.Join(", ", values.Select(v => $"{v.Name}={v.Value}"))}")
{
    public string Code { get; } = code;
    public IReadOnlyList<(string Name, object? Value)> Values { get; } = values;
}

/// <summary>What was asked for is not there, or is not for this reader: both look the same from outside (404).</summary>
public sealed class NotThere(string what) : Exception(what);
