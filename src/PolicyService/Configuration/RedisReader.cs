using AiDesk.Policy.Service.Counters.Redis;
using Names = AiDesk.Policy.Service.Configuration.ConfigurationVariable;

namespace AiDesk.Policy.Service.Configuration;

/// <summary>Reads the variables about Redis. What is set beside the URL goes before what stands in it.</summary>
internal static class RedisReader
{
    private static readonly string[] Others =
    [
        Names.RedisUser, Names.RedisPassword, Names.RedisPasswordFile, Names.RedisAuthorities, Names.RedisConnectMs, Names.RedisCommandMs, Names.RedisInFlight, Names.RedisRecover,
    ];

    /// <summary>Null when no Redis is named, or when it is named wrongly.</summary>
    public static RedisOptions? Read(Func<string, string?> text, ICollection<string> errors)
    {
        if (text(Names.Redis) is not { } url)
        {
            foreach (var name in Others.Where(name => text(name) is not null))
            {
                errors.Add($"{name} is set and {Names.Redis} is not");
            }

            return null;
        }

        if (RedisUrl.Parse(url, out var problem) is not { } options)
        {
            errors.Add($"{Names.Redis}: {problem}");
            return null;
        }

        var authorities = text(Names.RedisAuthorities);
        if (authorities is not null && !options.Tls)
        {
            errors.Add($"{Names.RedisAuthorities} is for rediss:// only");
        }
        else if (authorities is not null && !File.Exists(authorities))
        {
            errors.Add($"{Names.RedisAuthorities}: {authorities} is not a file");
        }

        return options with
        {
            User = text(Names.RedisUser) ?? options.User,
            Password = Password(text, errors) ?? options.Password,
            CertificateAuthorityFile = authorities,
            ConnectDeadline = TimeSpan.FromMilliseconds(ConfigurationReader.Number(Names.RedisConnectMs, text(Names.RedisConnectMs), 250, 10, 5000, errors)),
            CommandDeadline = TimeSpan.FromMilliseconds(ConfigurationReader.Number(Names.RedisCommandMs, text(Names.RedisCommandMs), 50, 5, 1000, errors)),
            InFlight = ConfigurationReader.Number(Names.RedisInFlight, text(Names.RedisInFlight), 4096, 1, 65_536, errors),
        };
    }

    public static bool AcceptsOverrun(string? value, bool otherwise, ICollection<string> errors)
    {
        switch (value)
        {
            case null:
                return otherwise;
            case "wait":
                return false;
            case "accept_overrun":
                return true;
            default:
                errors.Add($"{Names.RedisRecover}: {value} is neither wait nor accept_overrun");
                return false;
        }
    }

    private static string? Password(Func<string, string?> text, ICollection<string> errors)
    {
        var password = text(Names.RedisPassword);
        if (text(Names.RedisPasswordFile) is not { } file)
        {
            return password;
        }

        if (password is not null)
        {
            errors.Add($"{Names.RedisPassword} and {Names.RedisPasswordFile} are both set");
        }

        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line ? line : throw new IOException("the file is empty");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{Names.RedisPasswordFile}: {fault.Message}");
            return null;
        }
    }
}
