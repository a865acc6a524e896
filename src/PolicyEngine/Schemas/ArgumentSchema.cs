using AiDesk.Policy.Schemas.Compiling;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>
/// A JSON Schema (draft 2020-12) of a tool's arguments: compiled once, immutable, safe to share. Validating reads the arguments once into a flat index of
/// tokens and allocates nothing while they are valid. (JsonSchema.Net would be the package to take; the feed does not have it.)
/// <para>
/// Not supported, and a fault when compiling, never ignored: <c>unevaluatedItems</c>, <c>unevaluatedProperties</c>, <c>$dynamicRef</c>,
/// <c>$dynamicAnchor</c>, <c>$vocabulary</c>, a <c>$schema</c> that is not draft 2020-12, <c>$ref</c> to anything outside the document (nothing is ever
/// fetched), patterns that need backtracking, and every keyword that the draft does not know. <c>format</c> and <c>content*</c> are annotations, as in the
/// draft: they tell the model what is meant and check nothing; use <c>pattern</c> to check.
/// </para>
/// <para>
/// Numbers are compared exactly, whatever their size. Work is bounded by <see cref="StepsLimit"/>: what would need more is invalid.
/// </para>
/// </summary>
public sealed partial class ArgumentSchema
{
    /// <summary>Most bytes of a schema, and of arguments.</summary>
    public const int BytesLimit = 256 * 1024;

    /// <summary>Deepest nesting of a schema, and of arguments.</summary>
    public const int DepthLimit = 64;

    /// <summary>Most faults told of one document.</summary>
    public const int FaultsLimit = 16;

    /// <summary>Most schema applications and comparisons for one document: some ten milliseconds.</summary>
    public const int StepsLimit = 500_000;

    private readonly SchemaNode _root;

    private ArgumentSchema(SchemaNode root) => _root = root;

    /// <summary>Accepts every JSON object.</summary>
    public static ArgumentSchema Any { get; } = new(new SchemaNode { Type = new TypeRule(JsonTypes.Object) });

    /// <summary>Compiles a schema; null, with every fault added, when it is not one or asks for what is not supported. Never throws.</summary>
    public static ArgumentSchema? TryCompile(ReadOnlyMemory<byte> schemaJson, ICollection<SchemaFault> faults)
    {
        if (schemaJson.Length > BytesLimit)
        {
            faults.Add(new SchemaFault("", $"is larger than {BytesLimit} bytes"));
            return null;
        }

        var document = new JsonIndex();
        if (!document.TryRead(schemaJson.Span, DepthLimit, out var fault))
        {
            faults.Add(new SchemaFault(fault.Pointer, fault.Problem));
            return null;
        }

        var root = new SchemaCompiler(document, faults).Compile();
        return root is null ? null : new ArgumentSchema(root);
    }

    /// <summary>
    /// Validates arguments, adding at most <see cref="FaultsLimit"/> faults. What is not JSON, is larger than <see cref="BytesLimit"/>, is nested
    /// too deep, names a member twice or holds half a surrogate pair is invalid too. Never throws.
    /// </summary>
    public bool Validate(ReadOnlySpan<byte> json, ICollection<ArgumentFault> faults)
    {
        if (json.Length > BytesLimit)
        {
            faults.Add(new ArgumentFault("", $"is larger than {BytesLimit} bytes"));
            return false;
        }

        var document = t_document ??= new JsonIndex();
        var valid = document.TryRead(json, DepthLimit, out var fault);
        if (valid)
        {
            valid = Validate(document, faults);
        }
        else
        {
            faults.Add(fault);
        }

        document.Clear();
        return valid;
    }

    // The engine is synchronous and validating calls nobody else: no two validations share it.
    [ThreadStatic]
    private static JsonIndex? t_document;

    /// <summary>Are arguments that have been read valid? Stops at the first fault and allocates nothing.</summary>
    internal bool Validate(JsonIndex arguments)
    {
        var run = new SchemaRun(arguments, null);
        return _root.Check(ref run, 0) && !run.Exhausted;
    }

    /// <summary>Validates arguments that have been read.</summary>
    internal bool Validate(JsonIndex arguments, ICollection<ArgumentFault> faults)
    {
        var run = new SchemaRun(arguments, faults);
        var valid = _root.Check(ref run, 0);
        if (run.Exhausted)
        {
            faults.Add(new ArgumentFault("", "needs more work to validate than is allowed"));
            return false;
        }

        return valid;
    }
}
