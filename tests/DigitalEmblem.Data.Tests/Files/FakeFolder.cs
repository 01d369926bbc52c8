using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Tests.Files;

/// <summary>A folder of a device of its own, whose stamp may change at each look: file systems do that on no test's command.</summary>
internal sealed class FakeFolder(ulong device, Func<uint> changed, params (string Name, Folder? Below)[] names) : Folder
{
    internal override Trouble Look(out FileStamp stamp)
    {
        stamp = new FileStamp(NodeType.Folder, 0, default, new FileTime(0, changed()), 1, device, 0, 0, false);
        return Trouble.None;
    }

    internal override Trouble Look(ReadOnlySpan<byte> name, out FileStamp stamp)
    {
        stamp = default;
        return Trouble.None;
    }

    internal override Trouble Read(NameList list)
    {
        foreach ((string name, Folder? below) in names)
        {
            list.Add(System.Text.Encoding.UTF8.GetBytes(name), below is null ? NodeType.File : NodeType.Folder);
        }

        return Trouble.None;
    }

    internal override Trouble OpenFolder(ReadOnlySpan<byte> path, out Folder? folder)
    {
        string text = System.Text.Encoding.UTF8.GetString(path);
        folder = names.Single(n => n.Name == text).Below!.Retain();
        return Trouble.None;
    }

    internal override Trouble OpenParent(out Folder? folder) => throw new NotSupportedException();

    internal override Trouble OpenFile(ReadOnlySpan<byte> path, out OpenFile? file) => throw new NotSupportedException();

    internal override Trouble ReadLink(ReadOnlySpan<byte> name, out byte[]? target) => throw new NotSupportedException();

    internal override SafeWrite Replace(ReadOnlySpan<byte> name, int mode) => throw new NotSupportedException();

    internal override Trouble MakeFolder(ReadOnlySpan<byte> name, int mode) => throw new NotSupportedException();

    internal override Trouble Remove(ReadOnlySpan<byte> name, bool folder) => throw new NotSupportedException();

    protected override void Close()
    {
    }
}
