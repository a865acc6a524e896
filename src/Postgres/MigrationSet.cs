using System.Globalization;
using System.Reflection;

namespace AiDesk.Postgres;

/// <summary>The migrations of one schema, which remembers in a table of its own which of them it has.</summary>
/// <param name="Schema">Name of the schema: small letters, written into statements as it stands.</param>
/// <param name="Migrations">In the order in which they are applied.</param>
internal sealed record MigrationSet(string Schema, IReadOnlyList<Migration> Migrations)
{
    private const string Suffix = ".sql";

    public int Count => Migrations.Count;

    /// <summary>The resources of an assembly whose names are the prefix, four digits, a name, and <c>.sql</c>.</summary>
    public static MigrationSet Load(string schema, Assembly assembly, string prefix)
    {
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[prefix.Length..^Suffix.Length];
            found.Add(new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        return new MigrationSet(schema, [.. found.OrderBy(migration => migration.Number)]);
    }
}
