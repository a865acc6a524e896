using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiDesk.Agent.Runs;

namespace AiDesk.Agent.Graph.Steps;

/// <summary>Steps to JSON and back. A kind that is not known throws <see cref="JsonException"/>: a newer version wrote it, and this one must not guess.</summary>
internal static class StepCodec
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FrozenDictionary<string, Type> Kinds = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["knowledge"] = typeof(KnowledgeFound),
        ["model"] = typeof(ModelAnswered),
        ["tool"] = typeof(ToolAnswered),
        [RunStep.ToolResolved] = typeof(CallResolved),
        ["observed"] = typeof(DraftObserved),
        ["rewritten"] = typeof(DraftRewritten),
        ["guarded"] = typeof(DraftGuarded),
        ["ended"] = typeof(RunEnded),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> Names = Kinds.ToFrozenDictionary(kind => kind.Value, kind => kind.Key);

    public static RunStep Write(IStepBody body) => new(Names[body.GetType()], JsonSerializer.Serialize(body, body.GetType(), Options));

    public static IStepBody Read(RunStep step)
    {
        if (!Kinds.TryGetValue(step.Kind, out var type))
        {
            throw new JsonException($"a step of the kind {step.Kind} is not known here");
        }

        return (IStepBody?)JsonSerializer.Deserialize(step.Body, type, Options) ?? throw new JsonException($"a step of the kind {step.Kind} has no body");
    }
}
