using Majlis.Meetings;
using Majlis.People;

namespace Majlis.Web.Meetings;

/// <summary>The fields of a profile, in a form whose names begin with <c>Form</c>.</summary>
/// <param name="People">Who can meet for a party; empty for a person.</param>
public sealed record ProfileFields(MeetingRound Round, ProfileForm Form, IReadOnlyList<Person> People);
