using AiDesk.Agent.Models;
using AiDesk.Agent.Tools.Webhook;

namespace AiDesk.Agent.Graph;

/// <summary>How the graph works. Checked when the desk starts.</summary>
internal sealed record GraphOptions
{
    /// <summary>What one run may use.</summary>
    public GraphLimits Limits { get; init; } = new();

    /// <summary>Runs that are worked on at once. 1 to 256.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>How often a held run's lease is renewed; well below the lease. 50 ms to 1 min.</summary>
    public TimeSpan LeaseRenewal { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a worker sleeps when there is nothing and nobody wakes it. 10 ms to 1 min.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The model endpoint; null takes the scripted model.</summary>
    public ModelEndpoint? Model { get; init; }

    /// <summary>The observer asks the model for a second opinion when its own rules find nothing: one more model call a draft.</summary>
    public bool ObserverAsksModel { get; init; }

    /// <summary>Spans hold prompts, answers, arguments and results. Off: they are personal data.</summary>
    public bool CaptureContent { get; init; }

    /// <summary>Tenants whose tools are carried out by a CRM outside, by tenant. At most 1,000.</summary>
    public IReadOnlyDictionary<string, CrmEndpoint> ExternalCrm { get; init; } = new Dictionary<string, CrmEndpoint>(StringComparer.Ordinal);

    /// <summary>Throws <see cref="ArgumentException"/> that names all that is wrong.</summary>
    public void Validate()
    {
        var problems = Limits.Problems().ToList();
        Check(Workers is >= 1 and <= 256, "Workers must be 1 to 256");
        Check(LeaseRenewal >= TimeSpan.FromMilliseconds(50) && LeaseRenewal <= TimeSpan.FromMinutes(1), "LeaseRenewal must be 50 ms to 1 min");
        Check(IdleTime >= TimeSpan.FromMilliseconds(10) && IdleTime <= TimeSpan.FromMinutes(1), "IdleTime must be 10 ms to 1 min");
        Check(ExternalCrm.Count <= 1000, "ExternalCrm has more than 1,000 tenants");
        problems.AddRange(Model?.Problems() ?? []);
        problems.AddRange(ExternalCrm.SelectMany(crm => crm.Value.Problems().Select(problem => $"ExternalCrm {crm.Key}: {problem}")));
        if (problems.Count > 0)
        {
            throw new ArgumentException("the graph's options are wrong: " + string.Join("; ", problems));
        }

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
