using System.Diagnostics;
using System.Globalization;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// Before a connection is used: who we are, which database, what the server is, and whether it answers as fast as decisions need. A server that evicts keys
/// is refused: it would forget strikes and budgets without a word.
/// </summary>
internal static class RespHandshake
{
    /// <summary>Throws <see cref="RespRefusedException"/> when this server cannot be used.</summary>
    public static async Task RunAsync(RespConnection connection, RedisOptions options, long due)
    {
        if (options.Password is { } password)
        {
            var credentials = options.User is { } user ? new WordsCommand("AUTH", user, password) : new WordsCommand("AUTH", password);
            Expect(await connection.SendAsync(credentials, due), RespKind.Simple, "the password");
        }

        if (options.Database != 0)
        {
            Expect(await connection.SendAsync(new WordsCommand("SELECT", options.Database.ToString(CultureInfo.InvariantCulture)), due), RespKind.Simple, "the database");
        }

        CheckServer(Expect(await connection.SendAsync(new WordsCommand("INFO", "memory"), due), RespKind.Bulk, "INFO").Text);

        // The last word is timed like a decision: a server that is too slow for those is not up.
        var quick = Stopwatch.GetTimestamp() + (long)(options.CommandDeadline.TotalSeconds * Stopwatch.Frequency);
        Expect(await connection.SendAsync(new WordsCommand("PING"), quick), RespKind.Simple, "PING");
    }

    private static void CheckServer(string info)
    {
        const string Name = "maxmemory_policy:";
        var policy = info.Split("\r\n").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..];
        if (policy != "noeviction")
        {
            throw new RespRefusedException($"its maxmemory-policy is {policy ?? "not told"} and must be noeviction: counters that are evicted count nothing") { IsPermanent = true };
        }
    }

    private static RespReply Expect(in RespReply reply, RespKind kind, string what)
    {
        if (reply.Kind == kind)
        {
            return reply;
        }

        // Loading passes by itself; a password that is wrong does not.
        throw reply.Kind == RespKind.Error
            ? new RespRefusedException($"{what}: {reply.Text}") { IsPermanent = reply.IsError("WRONGPASS"u8) || reply.IsError("NOAUTH"u8) || reply.IsError("NOPERM"u8) || reply.IsError("ERR"u8) }
            : new RespRefusedException(reply.Kind == RespKind.None ? $"{what}: {reply.Text}" : $"{what}: an answer that Redis does not give");
    }
}

/// <summary>A server answered, and cannot be used.</summary>
internal sealed class RespRefusedException(string detail) : Exception(detail)
{
    /// <summary>Somebody has to change something; waiting does not help.</summary>
    public bool IsPermanent { get; init; }
}
