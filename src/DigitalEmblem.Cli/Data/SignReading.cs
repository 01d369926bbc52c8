using System.Text;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Cli.Data;

/// <summary>
/// Reads the sign of some data, to gather evidence on its commitments. The check reads it again and judges it, so that a sign which cannot
/// be read is no error here.
/// </summary>
internal static class SignReading
{
    /// <summary>The sign; null if there is none that can be read.</summary>
    /// <param name="path">The folder or file that is marked, or a file's sign.</param>
    public static DataSign? TryRead(string path)
    {
        string sign = MarkedPath.SignOf(path);
        try
        {
            using var bytes = new MemoryStream(Start(sign));
            return sign == path || !Directory.Exists(path) ? SignFile.Open(bytes).Sign : DataSign.Read(bytes.ToArray());
        }
        catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // As many bytes as the longest sign has, after the beginning of a sign file. A pipe is opened without waiting for its other end.
    private static byte[] Start(string sign)
    {
        const int BeforeSign = 64;
        string above = Path.GetDirectoryName(Path.GetFullPath(sign)) ?? "/";
        using var folder = Folder.Open(above);
        if (!folder.OpenFile(Encoding.UTF8.GetBytes(Path.GetFileName(sign)), out OpenFile? file).IsNone || file is null)
        {
            throw new FileNotFoundException("There is no sign.", sign);
        }

        using (file)
        {
            var buffer = new byte[TokenLimits.Default.MaxInputBytes + BeforeSign];
            return file.Read(buffer, 0, out int count).IsNone ? buffer[..count] : throw new IOException("The sign could not be read.");
        }
    }
}
