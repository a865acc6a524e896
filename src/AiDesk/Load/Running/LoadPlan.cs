namespace AiDesk.CommandLine.Load.Running;

/// <summary>What a load is to do.</summary>
internal sealed record LoadPlan
{
    public required string Address { get; init; }

    /// <summary>Calls go round among them.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Calls a second, whether or not they are answered (open loop); null: each caller asks again when it is answered (closed loop).</summary>
    public double? Rate { get; init; }

    /// <summary>How long it is measured, without the warm-up.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Before it, at the same rate, and not counted.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>How long the rate grows from nothing. Part of the warm-up's time where that is longer.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>Connections, each its own.</summary>
    public int Connections { get; init; }

    /// <summary>Closed loop: callers. Open loop: most calls under way; arrivals beyond wait, and their wait is measured.</summary>
    public int InFlight { get; init; }

    /// <summary>After which a call counts as not answered.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Over CheckStream, one stream on each connection; otherwise a call for each check.</summary>
    public bool IsStreamed { get; init; }

    public bool IsOpen => Rate is not null;
}
