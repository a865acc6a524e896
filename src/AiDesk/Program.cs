using AiDesk.CommandLine;

return await Entry.RunAsync(args).ConfigureAwait(false);
