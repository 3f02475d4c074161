using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;

namespace Majlis.Web.People.Public;

/// <summary>A person of the released programme and where to hear them.</summary>
[Kept]
public sealed class OneModel(Visit visit, ProgrammeShelf shelf) : ProgrammePage(visit, shelf)
{
    public PersonEntry Person { get; private set; } = null!;
    public IReadOnlyList<SessionEntry> Sessions { get; private set; } = [];

    public void OnGet(int number)
    {
        Person = Released.Programme.People.FirstOrDefault(p => p.Number == number) ?? throw new NotThere($"person {number}");
        Sessions = [.. Released.Published.ByPerson[Person.Guid]];
        // Somebody without a part in any session is in nobody's public programme.
        if (Sessions.Count == 0) throw new NotThere($"person {number}");
    }
}
