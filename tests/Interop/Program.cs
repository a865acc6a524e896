using System.Globalization;
using AiDesk.Interop.Client;
using AiDesk.Interop.Matrix;
using AiDesk.Interop.Server;

switch (args)
{
    case ["serve", ..]:
        await ServeCommand.RunAsync();
        return 0;
    case ["client", var port, var abilities]:
        await ClientCommand.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), abilities.Split(','));
        return 0;
    case ["matrix", var folder]:
        return await MatrixCommand.RunAsync(folder) == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: serve | client PORT ABILITIES | matrix FOLDER");
        return 2;
}
