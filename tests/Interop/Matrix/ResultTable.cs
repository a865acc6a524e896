namespace AiDesk.Interop.Matrix;

/// <summary>The outcome of every case of every pair.</summary>
internal sealed class ResultTable
{
    private const string Ok = "ok";

    /// <summary>A pair that ran fewer cases than this has not run.</summary>
    private const int CasesPerPair = 18;

    private readonly List<(string Client, string Server, string Case, string Outcome)> _results = [];

    public void Add(string client, string server, string name, string outcome) => _results.Add((client, server, name, outcome));

    public void AddExit(string client, string server, int exitCode)
    {
        var cases = _results.Count(result => result.Client == client && result.Server == server);
        if (exitCode != 0 || cases != CasesPerPair)
        {
            Add(client, server, "(run)", $"the client ended with {exitCode} after {cases} of {CasesPerPair} cases");
        }
    }

    /// <returns>The number of failed cases.</returns>
    public int Print(TextWriter output)
    {
        var pairs = _results.Select(result => (result.Client, result.Server)).Distinct().ToList();
        output.WriteLine($"| {"case",-28} |{string.Concat(pairs.Select(pair => $" {pair.Client + " > " + pair.Server,-18} |"))}");
        foreach (var name in _results.Select(result => result.Case).Distinct(StringComparer.Ordinal))
        {
            var cells = pairs.Select(pair => _results
                .Where(result => (result.Client, result.Server, result.Case) == (pair.Client, pair.Server, name))
                .Select(result => result.Outcome == Ok ? Ok : "FAILED")
                .FirstOrDefault("-"));
            output.WriteLine($"| {name,-28} |{string.Concat(cells.Select(cell => $" {cell,-18} |"))}");
        }

        var failures = _results.Where(result => result.Outcome != Ok).ToList();
        foreach (var (client, server, name, outcome) in failures)
        {
            output.WriteLine($"FAILED {client} > {server} {name}: {outcome}");
        }

        output.WriteLine($"{_results.Count - failures.Count} passed, {failures.Count} failed");
        return failures.Count;
    }
}
