using Majlis.Calendars;
using Majlis.Programme;

namespace Majlis.Web.Programme;

/// <summary>Roles and access in the reader's words.</summary>
public static class ProgrammeWords
{
    public static string Of(this Texts texts, SessionRole role) => texts[$"role.{role.ToString().ToLowerInvariant()}"];

    public static string Of(this Texts texts, SessionAccess access) => texts[$"access.{Key(access)}"];

    /// <summary>What the access means for the reader.</summary>
    public static string Meaning(this Texts texts, SessionAccess access) => texts[$"access.{Key(access)}_why"];

    static string Key(SessionAccess access) => access switch
    {
        SessionAccess.Open => "open", SessionAccess.ByCategory => "category", SessionAccess.ByInvitation => "invitation", _ => "closed",
    };
}
