using Majlis.Cluster.Tests;
using Majlis.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Majlis.Cluster.Tests;

public class PostgresServerTests(PostgresServer server)
{
    [Fact]
    public async Task Gives_each_asker_a_database_of_its_own_at_the_newest_schema()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var databases = await Task.WhenAll(server.Fresh(), server.Fresh());
        foreach (var database in databases)
        {
            await using (var connection = new NpgsqlConnection(database.ConnectionString))
            {
                await connection.OpenAsync(cancellation);
                await using var count = new NpgsqlCommand("""SELECT count(*) FROM "Events" """, connection);
                Assert.Equal(0L, await count.ExecuteScalarAsync(cancellation));
            }
            await database.DisposeAsync();
        }
        Assert.NotEqual(databases[0].ConnectionString, databases[1].ConnectionString);
    }
}
