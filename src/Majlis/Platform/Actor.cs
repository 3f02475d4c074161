namespace Majlis.Platform;

/// <summary>What somebody is in one edition. One account may hold several roles in one edition and different ones in another.</summary>
public enum Role { Owner, Secretariat, Protocol, Accreditation, SecurityLiaison, Programme, Press, Gate, FocalPoint, Participant }

/// <summary>What a role may do in its edition. Pages and endpoints ask for one of these, never for a role.</summary>
public enum Permission
{
    /// <summary>Enter the participant's area of the edition.</summary>
    SeeMy,
    /// <summary>Enter the organiser's desk and read what is not public.</summary>
    SeeDesk,
    EditEdition,
    EditProgramme,
    /// <summary>Read and write what only the desk knows of people, such as their addresses and ranks, and put speakers in order.</summary>
    KeepProtocol,
    /// <summary>Make the draft public.</summary>
    ReleaseProgramme,
    /// <summary>Edit parties, which editions share, and what they are at this one.</summary>
    EditParties,
    /// <summary>Decide the protocol order: rules, lot, moves, snapshots, seats.</summary>
    EditPrecedence,
    /// <summary>Invite parties, read and change every delegation, decide of its places.</summary>
    KeepDelegations,
    /// <summary>See applications for accreditation and how far each has got.</summary>
    SeeAccreditation,
    /// <summary>Make the substantive check; set categories, hold, return and revoke.</summary>
    Accredit,
    /// <summary>Make the check of protocol.</summary>
    CheckProtocol,
    /// <summary>Make the security check: batches, answers, the watch list. What it says of people is told to nobody else.</summary>
    Vet,
    /// <summary>Look at travel documents. Each look is recorded.</summary>
    SeeDocuments,
    /// <summary>Set up meetings, see and enter requests for anyone, say who acts for whom.</summary>
    KeepMeetings,
    /// <summary>Give and take roles.</summary>
    ManageTeam,
    /// <summary>Found forums: the operator's alone, in no edition.</summary>
    RunInstallation,
}

/// <summary>
/// Who acts: an account with its roles, the anonymous public, or the installation itself (imports by the command line, the demonstration).
/// Made once a request, from the database, never from the cookie: a role taken away is gone at the next click.
/// </summary>
/// <param name="Account">The account's id; null for the public and for the installation.</param>
/// <param name="Name">For the audit log, as the account calls itself at that time.</param>
/// <param name="IsInstallation">May do everything: the operator at the command line, or an account marked as operator.</param>
public sealed record Actor(Guid? Account, string Name, bool IsInstallation, ILookup<Guid, Role> Roles, bool HasSecondFactor = false)
{
    static readonly ILookup<Guid, Role> NoRoles = Array.Empty<(Guid, Role)>().ToLookup(x => x.Item1, x => x.Item2);

    public static readonly Actor Public = new(null, "", false, NoRoles);

    /// <summary>The installation acting by itself; <paramref name="name"/> says through what, such as <c>majlis import</c>.</summary>
    public static Actor Installation(string name) => new(null, name, true, NoRoles);

    /// <summary>What a token narrows its account to; null: nothing is narrowed.</summary>
    public IReadOnlyCollection<Permission>? Only { get; init; }

    public bool May(Permission permission, Guid edition) => Only?.Contains(permission) is not false && (IsInstallation || Roles[edition].Any(role => Allows(role, permission)));

    /// <exception cref="NotAllowed">When the actor may not.</exception>
    public void Require(Permission permission, Guid edition)
    {
        if (!May(permission, edition)) throw new NotAllowed(permission);
    }

    /// <summary>The whole table of who may what; the guide's table of roles is printed from it.</summary>
    public static bool Allows(Role role, Permission permission) => permission switch
    {
        Permission.SeeMy => true,
        Permission.SeeDesk => role is not (Role.Participant or Role.FocalPoint or Role.Gate),
        Permission.EditEdition => role is Role.Owner or Role.Secretariat,
        Permission.EditProgramme => role is Role.Owner or Role.Secretariat or Role.Programme,
        Permission.KeepProtocol => role is Role.Owner or Role.Secretariat or Role.Protocol or Role.Programme,
        Permission.ReleaseProgramme => role is Role.Owner or Role.Secretariat or Role.Programme,
        Permission.EditParties => role is Role.Owner or Role.Secretariat or Role.Protocol,
        Permission.EditPrecedence => role is Role.Owner or Role.Protocol,
        Permission.KeepDelegations => role is Role.Owner or Role.Secretariat or Role.Protocol or Role.Accreditation,
        Permission.SeeAccreditation => role is Role.Owner or Role.Secretariat or Role.Protocol or Role.Accreditation or Role.SecurityLiaison,
        Permission.Accredit => role is Role.Owner or Role.Secretariat or Role.Accreditation,
        Permission.CheckProtocol => role is Role.Owner or Role.Protocol,
        Permission.Vet => role is Role.SecurityLiaison,
        Permission.SeeDocuments => role is Role.Accreditation or Role.SecurityLiaison,
        Permission.KeepMeetings => role is Role.Owner or Role.Secretariat or Role.Protocol,
        Permission.ManageTeam => role is Role.Owner,
        _ => false,
    };
}

/// <summary>The actor may not do this. Outside it looks like something that is not there, unless the actor is at the desk already.</summary>
public sealed class NotAllowed(Permission permission) : Exception($"needs {permission}")
{
    public Permission Permission { get; } = permission;
}
