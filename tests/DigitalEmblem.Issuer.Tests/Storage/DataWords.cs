namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The words of the data inventory, which stand beside the model.</summary>
internal sealed class DataWords
{
    private const string FilesBelow = "== files";

    private DataWords(Dictionary<string, Table> tables, List<string[]> files, List<string> intro) =>
        (Tables, Files, Intro) = (tables, files, intro);

    public IReadOnlyDictionary<string, Table> Tables { get; }

    /// <summary>The paragraphs before the tables.</summary>
    public IReadOnlyList<string> Intro { get; }

    /// <summary>Six cells each.</summary>
    public IReadOnlyList<string[]> Files { get; }

    public static async Task<DataWords> ReadAsync()
    {
        string path = Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "Storage", "data-inventory.txt");
        var tables = new Dictionary<string, Table>();
        var files = new List<string[]>();
        Table? table = null;
        var intro = new List<string>();
        bool isFiles = false;
        foreach (string line in (await File.ReadAllLinesAsync(path)).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line == FilesBelow)
            {
                isFiles = true;
            }
            else if (line[0] == '>')
            {
                intro.Add(line[1..].Trim());
            }
            else if (line[0] == '[')
            {
                string[] cells = Cells(line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..], " ;", 3);
                table = new Table(cells[0], cells[1], cells[2], []);
                tables.Add(line[1..line.IndexOf(']', StringComparison.Ordinal)], table);
            }
            else
            {
                int at = line.IndexOf(": ", StringComparison.Ordinal);
                string[] cells = Cells(line[(at + 2)..], " |", isFiles ? 5 : 2);
                if (isFiles)
                {
                    files.Add([line[..at], .. cells]);
                }
                else
                {
                    table!.Columns.Add(line[..at], new Column(cells[0], cells[1], cells.Length > 2 ? cells[2] : ""));
                }
            }
        }

        return new DataWords(tables, files, intro);
    }

    private static string[] Cells(string text, string between, int least)
    {
        string[] cells = [.. text.Split(between).Select(c => c.Trim())];
        return cells.Length >= least ? cells : throw new FormatException($"'{text}' has fewer than {least} parts.");
    }

    public sealed record Table(string Readers, string Kept, string Remover, Dictionary<string, Column> Columns);

    public sealed record Column(string What, string AboutPeople, string Kept);
}
