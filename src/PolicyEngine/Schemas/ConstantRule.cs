using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary><c>enum</c>, and <c>const</c>, which is an enum of one.</summary>
internal sealed class ConstantRule
{
    private readonly JsonIndex _schema;
    private readonly int[] _others;
    private readonly NameTable _strings;
    private readonly string _problem;

    /// <param name="schema">The schema's document.</param>
    /// <param name="tokens">Its tokens that are allowed.</param>
    public ConstantRule(JsonIndex schema, IReadOnlyList<int> tokens)
    {
        _schema = schema;
        _others = [.. tokens.Where(token => schema.At(token).Kind != JsonKind.String)];
        _strings = new NameTable([.. tokens.Where(token => schema.At(token).Kind == JsonKind.String).Select(token => schema.Text(token).ToArray())
            .DistinctBy(Convert.ToHexString, StringComparer.Ordinal)]);
        _problem = tokens.Count == 1 ? "must be the one value that is allowed" : $"must be one of the {tokens.Count} values that are allowed";
    }

    public bool Check(ref SchemaRun run, int token)
    {
        if (run.Json.At(token).Kind is JsonKind.String or JsonKind.Name)
        {
            var text = run.Json.Text(token);
            return _strings.Find(text, TextHash.Of(text)) >= 0 || run.Fault(token, _problem);
        }

        foreach (var other in _others)
        {
            if (JsonEquality.Same(run.Json, token, _schema, other, ref run.Steps))
            {
                return true;
            }
        }

        return run.Fault(token, _problem);
    }
}
