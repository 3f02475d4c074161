namespace Majlis.Tables;

/// <summary>Something in a table that cannot be taken.</summary>
/// <param name="Cell">Such as <c>C7</c>.</param>
/// <param name="Key">Of the language files, whole: <c>import.value_unknown</c>, <c>refusal.parties.code</c>.</param>
public sealed record CellFault(string Cell, string Key, IReadOnlyList<(string Name, object? Value)> Values);
