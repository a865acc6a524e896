using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>One numbered <c>.sql</c> file that is embedded in the service. Once applied anywhere it is never changed: a new one follows it.</summary>
internal sealed record Migration(int Number, string Name, string Text)
{
    private const string Prefix = "postgres.";
    private const string Suffix = ".sql";

    /// <summary>SHA-256 of the text, hexadecimal.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>In the order in which they are applied.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static Migration[] Load()
    {
        var assembly = typeof(Migration).Assembly;
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Prefix.Length..^Suffix.Length];
            found.Add(new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        return [.. found.OrderBy(migration => migration.Number)];
    }
}
