namespace AiDesk.Agent.Graph;

/// <summary>What one run may use. Whichever is reached first ends it in the hands of a person.</summary>
internal sealed record GraphLimits
{
    /// <summary>Calls of the model, of all nodes. 1 to 50.</summary>
    public int ModelCalls { get; init; } = 10;

    /// <summary>Tool calls that the model may ask for, also those that are blocked. 1 to 50.</summary>
    public int ToolCalls { get; init; } = 12;

    /// <summary>Answers of the model that ask for tools. 1 to 20.</summary>
    public int Rounds { get; init; } = 6;

    /// <summary>Answers and calls that are not well-formed: no JSON, unknown tools, arguments that do not fit. 0 to 10.</summary>
    public int Faults { get; init; } = 3;

    /// <summary>Tokens that the model may answer with in the whole run. 100 to 100,000.</summary>
    public int OutputTokens { get; init; } = 6000;

    /// <summary>And in one call. 50 to 20,000. An answer that is longer in characters than four times this is endless.</summary>
    public int OutputTokensPerCall { get; init; } = 1200;

    /// <summary>Rewrites of the draft. 0 to 2.</summary>
    public int Rewrites { get; init; } = 2;

    /// <summary>One call of the model, retries for 429 and 503 too. 100 ms to 5 min.</summary>
    public TimeSpan ModelTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An attempt at the run, waiting for people not counted. 1 s to 15 min.</summary>
    public TimeSpan RunTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>One tool. 100 ms to 2 min.</summary>
    public TimeSpan ToolTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Earlier messages of the conversation that the model sees, the last ones. 0 to 30.</summary>
    public int History { get; init; } = 16;

    /// <summary>Passages of the knowledge base. 0 to 10.</summary>
    public int Knowledge { get; init; } = 4;

    /// <summary>All that is out of range, in words; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        return Check(nameof(ModelCalls), ModelCalls, 1, 50)
            .Concat(Check(nameof(ToolCalls), ToolCalls, 1, 50))
            .Concat(Check(nameof(Rounds), Rounds, 1, 20))
            .Concat(Check(nameof(Faults), Faults, 0, 10))
            .Concat(Check(nameof(OutputTokens), OutputTokens, 100, 100_000))
            .Concat(Check(nameof(OutputTokensPerCall), OutputTokensPerCall, 50, 20_000))
            .Concat(Check(nameof(Rewrites), Rewrites, 0, 2))
            .Concat(Check(nameof(ModelTime), ModelTime.TotalSeconds, 0.1, 300))
            .Concat(Check(nameof(RunTime), RunTime.TotalSeconds, 1, 900))
            .Concat(Check(nameof(ToolTime), ToolTime.TotalSeconds, 0.1, 120))
            .Concat(Check(nameof(History), History, 0, 30))
            .Concat(Check(nameof(Knowledge), Knowledge, 0, 10));
    }

    private static IEnumerable<string> Check(string name, double value, double least, double most)
    {
        if (value < least || value > most)
        {
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {value}; it must be {least} to {most}");
        }
    }
}
