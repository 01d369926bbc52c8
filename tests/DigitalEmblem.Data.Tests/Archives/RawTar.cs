using System.Globalization;
using System.Text;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>Puts a tar together by hand, so that a test can break exactly one rule.</summary>
internal static class RawTar
{
    public static byte[] Of(params IEnumerable<byte[]> members) => [.. members.SelectMany(m => m), .. new byte[1024]];

    public static byte[] File(string name, string content = "content", long? size = null, char type = '0', byte padding = 0) =>
        Member(name, Encoding.UTF8.GetBytes(content), type, size: size, padding: padding);

    public static byte[] Link(string name, string target, char type = '2') => Member(name, [], type, target);

    public static byte[] Pax(params IEnumerable<(string Key, string Value)> records) => Pax('x', records);

    public static byte[] Pax(char type, IEnumerable<(string Key, string Value)> records) =>
        Member("pax", [.. records.SelectMany(r => Record(r.Key, r.Value))], type);

    public static byte[] Member(
        string name, byte[] content, char type, string link = "", long? size = null, byte padding = 0, string magic = "ustar\000")
    {
        var block = new byte[512];
        Put(block, 0, name);
        Put(block, 100, "0000644");
        Put(block, 108, "0000000");
        Put(block, 116, "0000000");
        Put(block, 124, Convert.ToString(size ?? content.Length, 8).PadLeft(11, '0'));
        Put(block, 136, "00000000000");
        Put(block, 148, "        ");
        block[156] = (byte)type;
        Put(block, 157, link);
        Put(block, 257, magic);
        Put(block, 148, Convert.ToString(block.Sum(b => b), 8).PadLeft(6, '0') + "\0 ");
        byte[] zeros = new byte[(512 - (content.Length % 512)) % 512];
        Array.Fill(zeros, padding);
        return [.. block, .. content, .. zeros];
    }

    private static byte[] Record(string key, string value)
    {
        string rest = $" {key}={value}\n";
        int bytes = Encoding.UTF8.GetByteCount(rest), length = bytes + 1;
        while (length != bytes + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length++;
        }

        return Encoding.UTF8.GetBytes(length.ToString(CultureInfo.InvariantCulture) + rest);
    }

    private static void Put(byte[] block, int at, string text) => Encoding.UTF8.GetBytes(text, block.AsSpan(at));
}
