namespace AiDesk.Policy.Checks;

/// <summary>The outcome of every check of one decision: reused from call to call.</summary>
public sealed class CheckOutcomes
{
    private readonly CheckOutcome[] _outcomes = new CheckOutcome[CheckCatalog.Count];

    /// <summary>Told of every check that begins; null when nobody wants to know.</summary>
    public ICheckWatch? Watch { get; set; }

    public CheckOutcome this[CheckKind check] => _outcomes[(int)check];

    public void Set(CheckKind check, CheckOutcome outcome)
    {
        Watch?.Begins(check);

        // The worse outcome stays: one limit that ran does not hide another that could not, one that was skipped does not hide one that ran.
        if (Weight(outcome) > Weight(_outcomes[(int)check]))
        {
            _outcomes[(int)check] = outcome;
        }
    }

    /// <summary>The check goes on after another: texts are read window by window, by several checks in turn.</summary>
    public void Begins(CheckKind check) => Watch?.Begins(check);

    private static int Weight(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.None => 0,
        CheckOutcome.Skipped => 1,
        CheckOutcome.Ran => 2,
        CheckOutcome.NotRun => 3,
        _ => 4,
    };

    public void Clear() => Array.Clear(_outcomes);
}
