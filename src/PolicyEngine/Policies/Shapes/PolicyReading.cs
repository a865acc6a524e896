using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>One compilation while it runs: where readers put what is wrong, and what later sections need to know of earlier ones.</summary>
internal sealed class PolicyReading(PolicySources sources, CompiledTexts texts)
{
    private readonly List<PolicyError> _errors = [];
    private readonly List<PolicyError> _warnings = [];

    public PolicySources Sources { get; } = sources;

    public CompiledTexts Texts { get; } = texts;

    public ICollection<PolicyError> Errors => _errors;

    public ICollection<PolicyError> Warnings => _warnings;

    /// <summary>The tenant's own, which every rule takes that says nothing of itself.</summary>
    public Enforcement Enforcement { get; set; } = Enforcement.Enforce;

    /// <summary>The refusal: a sentence of the prompts that the model is meant to say.</summary>
    public string Spoken { get; set; } = "";

    /// <summary>What conditions may name.</summary>
    public KnownNames Names { get; } = new();

    /// <summary>Texts of other documents that took part, as prompts: the version stands for them too.</summary>
    public SortedSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>As many errors are kept as ever will be: nobody reads more, and looking for what was meant costs time.</summary>
    public bool IsFull => _errors.Count >= DocumentLimits.Errors;

    public void Fault(PolicyNode at, string problem) => Fault(at.Place, at.Path, problem);

    public void Fault(SourcePlace place, string path, string problem)
    {
        if (!IsFull)
        {
            _errors.Add(new PolicyError(place.File, place.Line, place.Column, path, problem));
        }
    }

    public void Warn(PolicyNode at, string problem)
    {
        if (_warnings.Count < DocumentLimits.Errors)
        {
            _warnings.Add(new PolicyError(at.Place.File, at.Place.Line, at.Place.Column, at.Path, problem));
        }
    }
}
