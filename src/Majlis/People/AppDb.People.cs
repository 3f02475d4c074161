using Majlis.People;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<Person> Persons => Set<Person>();
    public DbSet<PersonAccount> PersonAccounts => Set<PersonAccount>();
    public DbSet<Dossier> Dossiers => Set<Dossier>();
    public DbSet<Protocol> Protocols => Set<Protocol>();
    public DbSet<FocalPoint> FocalPoints => Set<FocalPoint>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Passkey> Passkeys => Set<Passkey>();
    public DbSet<SignIn> SignIns => Set<SignIn>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<MagicLink> MagicLinks => Set<MagicLink>();
}
