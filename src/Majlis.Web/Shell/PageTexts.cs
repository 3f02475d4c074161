using Majlis.Calendars;

namespace Majlis.Web.Shell;

/// <summary>The interface's sentences in the reader's language, as pages write them: <c>@T["programme.title"]</c>, <c>@T.Say("programme.count", ("count", 12))</c>.</summary>
public sealed class PageTexts(Visit visit)
{
    public string this[string key] => visit.Texts[key];

    public string Say(string key, params (string Name, object? Value)[] values) => visit.Texts.Say(key, values);
}
