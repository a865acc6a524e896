using AiDesk.Bench.Report;

// `report RESULTS DOCUMENT PICTURES NAME...`: what the named benchmarks left in the folder RESULTS becomes one table, RESULTS/latest.json, the generated part of DOCUMENT and the plots in PICTURES.
// With an empty DOCUMENT the table alone.
if (args is not [var folder, var document, var pictures, .. var names])
{
    Console.Error.WriteLine("usage: report RESULTS DOCUMENT PICTURES NAME...");
    return 2;
}

var results = Results.Read(folder, names);
ClosingTable.Print(results);
if (document.Length > 0)
{
    results.Write(Path.Combine(folder, "latest.json"));
    Document.Write(results, document, Plots.Write(results, pictures));
}

return 0;
