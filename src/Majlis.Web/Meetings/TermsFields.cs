using Majlis.Meetings;

namespace Majlis.Web.Meetings;

/// <summary>The fields of terms, in a form whose names begin with <c>Form</c>.</summary>
/// <param name="Languages">That can be chosen.</param>
/// <param name="Prefix">Of ids, where a page has two of these.</param>
public sealed record TermsFields(MeetingRound Round, TermsForm Form, IReadOnlyList<string> Languages, string Prefix = "t-");
