namespace Majlis.Programme.Exchange;

/// <summary>
/// The columns of a programme as a table, one session a row. Texts have a column a language (<c>title.fa</c>); <c>title</c> alone is in the default language.
/// <c>date</c> is ISO, <c>start</c> HH:mm, <c>minutes</c> whole; <c>hall</c> is a name, or <c>*</c> for all halls; people are names parted by semicolons; languages are tags parted by
/// spaces; <c>access</c> is open, bycategory, byinvitation or closed; <c>cancelled</c> is yes or empty; <c>expected</c>, how many people, is in the desk's tables only. Only a title column has to be there.
/// </summary>
static class SheetColumns
{
    public const string AllHalls = "*";

    public static readonly string[] Texts = ["title", "subtitle", "abstract", "description"];

    public static readonly (string Name, SessionRole Role)[] Roles =
    [
        ("speakers", SessionRole.Speaker), ("chairs", SessionRole.Chair), ("moderators", SessionRole.Moderator), ("keynotes", SessionRole.Keynote),
        ("panellists", SessionRole.Panellist), ("rapporteurs", SessionRole.Rapporteur), ("interpreters", SessionRole.Interpreter),
    ];
}
