namespace AiDesk.Policy.Service.RecordsTests.Hosting;

public sealed class PostgresSettingsTests
{
    private const string Postgres = "AIDESK_RECORDS_POSTGRES";
    private const string File = "AIDESK_RECORDS_POSTGRES_PASSWORD_FILE";

    /// <summary>Variable and value, the next one, and what the error begins with; none when it is right.</summary>
    [Theory]
    [InlineData(Postgres, "Host=db;Database=aidesk;Username=service", null, null, "")]
    [InlineData(Postgres, "postgres://db/aidesk", null, null, Postgres + ": is no connection string")]
    [InlineData(Postgres, "Database=aidesk", null, null, Postgres + ": names no Host")]
    [InlineData(Postgres, "Host=db;Nonsense=1", null, null, Postgres + ": is no connection string")]
    [InlineData(File, "/nowhere", null, null, File + " is set and " + Postgres + " is not")]
    [InlineData(File, "/nowhere/file", Postgres, "Host=db", File + ": Could not find")]
    [InlineData("AIDESK_JOURNAL_MB", "15", null, null, "AIDESK_JOURNAL_MB: 15 is not a whole number from 16 to 65536")]
    [InlineData("AIDESK_JOURNAL_SYNC_MS", "1 s", null, null, "AIDESK_JOURNAL_SYNC_MS: 1 s is not a whole number")]
    public void Read_Variables_ReportsWhatIsWrongAndNeverThePassword(string first, string value, string? second, string? other, string error)
    {
        var errors = new List<string>();
        PolicyServiceOptions.Read(name => name == first ? value : name == second ? other : null, errors);

        if (error.Length == 0)
        {
            errors.ShouldBeEmpty();
        }
        else
        {
            errors.Single().ShouldStartWith(error);
        }
    }

    [Fact]
    public void Read_PasswordInAFile_IsInTheConnectionString()
    {
        var file = Path.GetTempFileName();
        var password = Guid.NewGuid().ToString();
        System.IO.File.WriteAllText(file, password + "\nsecond line\n");
        var errors = new List<string>();
        string? Variable(string name) => name switch { Postgres => "Host=db", File => file, _ => null };

        PolicyServiceOptions.Read(Variable, errors).RecordsPostgres.ShouldBe("Host=db;Password=" + password);
        PolicyServiceOptions.Read(name => name == Postgres ? "Host=db;Password=x" : Variable(name), errors);

        errors.Single().ShouldBe(File + " is set and " + Postgres + " has a password too");
        System.IO.File.Delete(file);
    }
}
