namespace AiDesk.CommandLine.Connection;
