using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>
/// Up to where the sink has the journal: one number in a mapped file, stored without a system call. Who holds the file holds the journal: a second process
/// is refused.
/// </summary>
internal sealed unsafe class DeliveredPosition : IDisposable
{
    private const int Size = 4096;

    private readonly FileStream _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _memory;

    /// <summary>Throws <see cref="IOException"/> when another process has it.</summary>
    public DeliveredPosition(string folder)
    {
        var path = Path.Combine(folder, "delivered");
        try
        {
            _file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 });
            PrivateFile.Protect(path);
        }
        catch (IOException fault)
        {
            throw new IOException($"The journal in {folder} is used by another process, or cannot be opened: {fault.Message}", fault);
        }

        if (_file.Length < Size)
        {
            _file.Write(new byte[Size]);
        }

        _mapping = MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, Size, MemoryMappedFileAccess.ReadWrite);
        byte* memory = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref memory);
        _memory = (long*)memory;
    }

    public JournalPosition Value
    {
        get => JournalPosition.Unpack(Volatile.Read(ref Unsafe.AsRef<long>(_memory)));
        set => Volatile.Write(ref Unsafe.AsRef<long>(_memory), value.Packed);
    }

    public void Sync()
    {
        _view.Flush();
        _file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
        _file.Dispose();
    }
}
