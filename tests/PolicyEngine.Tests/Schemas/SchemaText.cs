using System.Text;
using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Tests.Schemas;

/// <summary>Schemas and arguments as C# texts; single quotes stand for double ones, so that tables can be read.</summary>
internal static class SchemaText
{
    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json.Replace('\'', '"'));

    public static ArgumentSchema Compile(string schema)
    {
        var faults = new List<SchemaFault>();
        return ArgumentSchema.TryCompile(Utf8(schema), faults) ?? throw new InvalidOperationException(string.Join("; ", faults));
    }

    public static List<ArgumentFault> FaultsOf(this ArgumentSchema schema, string json) => schema.FaultsOf(Utf8(json));

    public static List<ArgumentFault> FaultsOf(this ArgumentSchema schema, byte[] json)
    {
        var faults = new List<ArgumentFault>();
        schema.Validate(json, faults).ShouldBe(faults.Count == 0);
        return faults;
    }
}
