using AiDesk.Bench.Report;

// `report RESULTS DOCUMENT PICTURES NAME...`: what the named benchmarks left in the folder RESULTS becomes one table, RESULTS/latest.json, the generated part of DOCUMENT and the plots in PICTURES.
// `report RESULTS` only prints the table of whatever is there.
if (args is not [var folder, .. var rest])
{
    Console.Error.WriteLine("usage: report RESULTS [DOCUMENT PICTURES NAME...]");
    return 2;
}

var results = Results.Read(folder, rest.Length > 2 ? rest[2..] : [.. Results.NamesIn(folder)]);
ClosingTable.Print(results);
if (rest is [var document, var pictures, ..])
{
    results.Write(Path.Combine(folder, "latest.json"));
    Document.Write(results, document, Plots.Write(results, pictures));
}

return 0;
