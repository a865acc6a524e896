using System.Globalization;
using System.Runtime.InteropServices;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Files;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.RecordsVictim;
using AiDesk.Identity;

// A process that records until it is killed in the middle: FOLDER POINT COUNT [CONNECTION]. Every record that is acknowledged is a line of standard output
// before the next one is made. At the COUNTth time that POINT is reached, the process is gone: SIGKILL, nothing is flushed.
[DllImport("libc", EntryPoint = "kill")]
[DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
static extern int Kill(int process, int signal);

var (folder, point, left) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
void Reached(string name)
{
    if (name == point && Interlocked.Decrement(ref left) == 0)
    {
        _ = Kill(Environment.ProcessId, 9);
        // The signal ends the process; until it does, nothing more may happen here.
        Thread.Sleep(Timeout.Infinite);
    }
}

using var output = Console.OpenStandardOutput();
var sink = args.Length > 3
    ? (IRecordSink)new PostgresRecordSink(new PostgresDatabase(args[3]), TimeProvider.System)
    : new FileRecordSink(new FileRecordSinkOptions { Folder = Path.Combine(folder, "records"), FileSize = 64 * 1024, Files = 1000, Reached = Reached });
var journal = Journal.Open(new JournalOptions { Folder = Path.Combine(folder, "journal"), SegmentSize = 64 * 1024, Reached = Reached });
await using var recorder = new DecisionRecorder(
    sink, journal, KeyRing.Parse("k1:" + Convert.ToBase64String(new byte[32])), TimeProvider.System, new DecisionRecorderOptions { Linger = TimeSpan.FromMilliseconds(1), Reached = Reached });

// Far more than it takes to reach any point: it never ends by itself.
for (var index = 0; index < 1_000_000; index++)
{
    var evaluation = SampleRecords.Denied();
    if (index % 3 == 0)
    {
        recorder.Record(SampleRecords.Plain(), SampleRecords.Facts());
    }

    if (recorder.Record(evaluation, SampleRecords.Facts()))
    {
        Reached("acknowledging");
        output.Write(System.Text.Encoding.ASCII.GetBytes(evaluation.Decision.Id + "\n"));
    }

    // Also the settle, whose id is its reservation's here.
    var reservation = Guid.CreateVersion7();
    if (recorder.Record(SampleRecords.Settle(reservation: reservation)))
    {
        output.Write(System.Text.Encoding.ASCII.GetBytes(reservation + "\n"));
    }
}
