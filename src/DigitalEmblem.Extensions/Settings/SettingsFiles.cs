using System.Security.Cryptography;

namespace DigitalEmblem.Extensions;

/// <summary>The files that settings name. A relative path starts at the host's content root, as that of appsettings.json does.</summary>
/// <param name="root">The content root; null for the current folder of the process.</param>
internal sealed class SettingsFiles(string? root)
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The whole path of a file or folder.</summary>
    /// <param name="named">The path as a setting has it.</param>
    public string PathOf(string named) => root is null ? Path.GetFullPath(named) : Path.GetFullPath(named, root);

    /// <summary>The content of a file, parsed.</summary>
    /// <param name="named">The path as a setting has it.</param>
    /// <param name="what">What the file should be, for the message.</param>
    /// <param name="parse">Parses it; it is given the whole path and the bytes.</param>
    /// <exception cref="FormatException">It cannot be read, or is not of the form; the message names file and reason.</exception>
    public T Read<T>(string named, string what, Func<string, byte[], T> parse)
    {
        string path = named;
        try
        {
            path = PathOf(named);
            return parse(path, Bytes(path));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new FormatException($"'{Printable.Text(path)}' is no {what}: {Ended(e.Message)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{Printable.Text(path)}' cannot be read: {Reason(path, e)}", e);
        }
    }

    private static string Reason(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it is not there.",
        UnauthorizedAccessException when Directory.Exists(path) => "it is a folder, and a file is asked for.",
        UnauthorizedAccessException => "this process may not read it.",
        _ => Ended(e.Message),
    };

    private static string Ended(string message) =>
        Printable.Text(message) is var text && text.EndsWith('.') ? text : text + ".";

    private static byte[] Bytes(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var read = new MemoryStream();
        var part = new byte[64 * 1024];
        // Devices and growing files report a wrong length, so count the bytes that are read.
        for (int count; (count = file.Read(part)) > 0;)
        {
            if (read.Length + count > MaxBytes)
            {
                throw new IOException($"it is larger than {MaxBytes >> 20} MiB");
            }

            read.Write(part, 0, count);
        }

        return read.ToArray();
    }
}
