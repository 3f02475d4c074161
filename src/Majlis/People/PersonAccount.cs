using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.People;

/// <summary>An account is a person of an edition: what it does there, it does as that person. One account a person, one person an account; it goes with the person.</summary>
public sealed class PersonAccount
{
    PersonAccount() { }

    public PersonAccount(Person person, Id<Account> account, Instant now) => (PersonId, EditionId, Account, Since) = (person.Id, person.EditionId, account, now);

    public Id<Person> PersonId { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<Account> Account { get; private set; }
    public Instant Since { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<PersonAccount>
    {
        public void Configure(EntityTypeBuilder<PersonAccount> table)
        {
            table.HasKey(p => p.PersonId);
            table.HasIndex(p => new { p.EditionId, p.Account }).IsUnique();
            table.HasOne<Person>().WithOne().HasForeignKey<PersonAccount>(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Account>().WithMany().HasForeignKey(p => p.Account).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
        }
    }
}
