using System.Text;
using AiDesk.BrowserGuard;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
switch (args)
{
    case ["write", var folder] when Directory.Exists(folder):
        foreach (var (name, content) in GeneratedFiles.All())
        {
            File.WriteAllText(Path.Combine(folder, name), content, utf8);
        }

        return 0;
    case ["judge", .. var files] when files.Length > 0 && files.All(File.Exists):
        using (var output = new StreamWriter(Console.OpenStandardOutput(), utf8))
        {
            foreach (var file in files)
            {
                JudgedRows.Write(file, output);
            }
        }

        return 0;
    default:
        Console.Error.WriteLine(
            """
            GenerateChatGuard write FOLDER   writes chat-guard-patterns.js and chat-guard-messages.js into an existing folder
            GenerateChatGuard judge FILE...  for each JSON line {"id", "text"} of existing files a line with what CheckInput says of it under the default policy
            """);
        return 2;
}
