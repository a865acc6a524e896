namespace AiDesk.Policy.Service.RecordsTests.Faults;

/// <summary>What faults came to, as a table in the output of the tests.</summary>
internal static class FaultTable
{
    public const string Header = "| fault of PostgreSQL | recorded | of them while it took nothing | waited in the journal at most | lost | twice | refused | plain ALLOW dropped | most memory |";
    public const string Rule = "|---|---|---|---|---|---|---|---|---|";
}
