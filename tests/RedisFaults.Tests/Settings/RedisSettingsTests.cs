using AiDesk.Policy.Service.Configuration;

namespace AiDesk.Policy.Service.RedisFaults.Settings;

/// <summary>AIDESK_REDIS and what belongs to it.</summary>
public sealed class RedisSettingsTests
{
    [Theory]
    [InlineData("redis://127.0.0.1", "redis 127.0.0.1:6379", null, null, 0)]
    [InlineData("redis://cache.example:7000/3", "redis cache.example:7000", null, null, 3)]
    [InlineData("rediss://bot:p%40ss%2Fword@cache.example:6380", "rediss cache.example:6380", "bot", "p@ss/word", 0)]
    [InlineData("redis://:secret@[::1]:7000", "redis ::1:7000", null, "secret", 0)]
    [InlineData("redis://a:1,b:2,c?cluster=true", "redis cluster a:1,b:2,c:6379", null, null, 0)]
    [InlineData("unix:/run/redis.sock", "redis unix:/run/redis.sock", null, null, 0)]
    [InlineData("unix:///run/redis.sock", "redis unix:/run/redis.sock", null, null, 0)]
    public void Parse_Url_IsUnderstood(string url, string server, string? user, string? password, int database)
    {
        var options = RedisUrl.Parse(url, out var problem).ShouldNotBeNull(problem);

        options.ToString().ShouldBe(server);
        options.User.ShouldBe(user);
        options.Password.ShouldBe(password);
        options.Database.ShouldBe(database);
    }

    [Theory]
    [InlineData("127.0.0.1:6379", "is neither redis://, rediss:// nor unix:")]
    [InlineData("http://127.0.0.1", "is neither redis://, rediss:// nor unix:")]
    [InlineData("redis://", "names no server as host:port, or more than 64")]
    [InlineData("redis://:hunter2@", "names no server as host:port, or more than 64")]
    [InlineData("redis://host:0", "names no server as host:port, or more than 64")]
    [InlineData("redis://host:70000", "names no server as host:port, or more than 64")]
    [InlineData("redis://a,b", "names several servers without cluster=true")]
    [InlineData("redis://a/1?cluster=true", "names a database, and a cluster has but one")]
    [InlineData("redis://a/x", "has a database that is not a number from 0 to 1023")]
    [InlineData("redis://a?clutser=true", "has a parameter other than cluster=true or cluster=false")]
    [InlineData("unix:redis.sock", "unix: needs an absolute path")]
    public void Parse_NotAUrl_SaysWhyAndNeverQuotesIt(string url, string problem)
    {
        RedisUrl.Parse(url, out var found).ShouldBeNull();
        found.ShouldBe(problem);
    }

    [Theory]
    [InlineData("AIDESK_REDIS_PASSWORD=x", "AIDESK_REDIS_PASSWORD is set and AIDESK_REDIS is not")]
    [InlineData("AIDESK_REDIS=redis://a;AIDESK_REDIS_COMMAND_MS=4", "AIDESK_REDIS_COMMAND_MS: 4 is not a whole number from 5 to 1000")]
    [InlineData("AIDESK_REDIS=redis://a;AIDESK_REDIS_CONNECT_MS=5001", "AIDESK_REDIS_CONNECT_MS: 5001 is not a whole number from 10 to 5000")]
    [InlineData("AIDESK_REDIS=redis://a;AIDESK_REDIS_IN_FLIGHT=0", "AIDESK_REDIS_IN_FLIGHT: 0 is not a whole number from 1 to 65536")]
    [InlineData("AIDESK_REDIS=redis://a;AIDESK_REDIS_RECOVER=now", "AIDESK_REDIS_RECOVER: now is neither wait nor accept_overrun")]
    [InlineData("AIDESK_REDIS=redis://a;AIDESK_REDIS_CA_FILE=/etc/hostname", "AIDESK_REDIS_CA_FILE is for rediss:// only")]
    [InlineData("AIDESK_REDIS=rediss://a;AIDESK_REDIS_CA_FILE=/nowhere", "AIDESK_REDIS_CA_FILE: /nowhere is not a file")]
    [InlineData("AIDESK_REDIS=redis://:hunter2@a:x", "AIDESK_REDIS: names no server as host:port, or more than 64")]
    public void Read_FaultySettings_SayWhichAndWhy(string settings, string problem)
    {
        var errors = new List<string>();
        PolicyServiceOptions.Read(Variables(settings), errors);

        errors.ShouldBe([problem]);
    }

    [Fact]
    public void Read_PasswordFile_IsItsFirstLine()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "hunter2\nnot this\n");
        var errors = new List<string>();
        var options = PolicyServiceOptions.Read(Variables($"AIDESK_REDIS=redis://a:b@c;AIDESK_REDIS_PASSWORD_FILE={file};AIDESK_REDIS_USER=u"), errors);
        File.Delete(file);

        errors.ShouldBeEmpty();
        options.Redis!.Password.ShouldBe("hunter2");
        options.Redis.User.ShouldBe("u");
        options.Redis.ToString().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("AIDESK_SINGLE_REPLICA=true", false)]
    [InlineData("AIDESK_REDIS=redis://a", false)]
    public void Problems_OutsideDevelopment_MemoryNeedsLeave(string settings, bool refused)
    {
        var options = PolicyServiceOptions.Read(Variables("AIDESK_ENVIRONMENT=Production;AIDESK_JWT_AUDIENCE=a;" + settings), []);

        ConfigurationRules.Problems(options).Any(problem => problem.StartsWith(ConfigurationVariable.SingleReplica, StringComparison.Ordinal)).ShouldBe(refused);
    }

    private static Func<string, string?> Variables(string settings)
    {
        var set = settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return name => set.GetValueOrDefault(name);
    }
}
