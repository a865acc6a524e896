namespace AiDesk.Bench.Report;

/// <summary>All lines once more, together, and how many targets were met.</summary>
internal static class ClosingTable
{
    public static void Print(Results results)
    {
        Console.WriteLine();
        foreach (var (name, suite) in results.Suites)
        {
            Console.WriteLine($"--- {name}");
            foreach (var figure in suite.Figures)
            {
                Console.WriteLine(figure.Line);
            }
        }

        Console.WriteLine($"{results.Met.Count()} targets met, {results.Missed.Count()} missed, on {results.Machine}");
        foreach (var missed in results.Missed)
        {
            Console.WriteLine($"MISSED: {missed.Line}");
        }
    }
}
