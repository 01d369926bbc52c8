using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// A list of assets as a table, as spreadsheets of any country write it: commas, semicolons or tabs part the columns. A cell must be a
/// name, purposes, or a number, so a formula is refused.
/// </summary>
internal static class AssetCsv
{
    public const string MediaType = "text/csv";

    /// <summary>The largest number of lines.</summary>
    public const int MaxRows = 100_000;

    /// <summary>The largest number of faults that are listed. A file with more of them is probably the wrong file.</summary>
    public const int MaxFaults = 1000;

    private const string NameColumn = "name";
    private const string PurposesColumn = "purposes";
    private const string LifetimeColumn = "lifetime-hours";
    private const string LabelsColumn = "labels";

    // All labels of an asset are longer than the longest name.
    private const int MaxField = AssetLabels.LongestText;
    private const int MaxFields = 16;

    /// <summary>Reads it.</summary>
    /// <returns>The rows that can be taken, and what is wrong with the others.</returns>
    public static (IReadOnlyList<AssetRow> Rows, IReadOnlyList<RowFault> Faults) Read(byte[] file)
    {
        var rows = new List<AssetRow>();
        var faults = new List<RowFault>();
        if (AssetCsvText.Read(file, out RowFault? unreadable) is not { } list)
        {
            return ([], [unreadable!]);
        }

        using var parser = new CsvParser(new StringReader(list.Text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = list.Delimiter,
            Mode = CsvMode.RFC4180,
            TrimOptions = TrimOptions.Trim,
            IgnoreBlankLines = true,
            LineBreakInQuotedFieldIsBadData = true,
            MaxFieldSize = MaxField,
            CacheFields = false,
            BadDataFound = a => Bad(faults, list.LinesBefore + (a.Context.Parser?.RawRow ?? 0)),
        });
        try
        {
            if (!parser.Read() || Columns.Of(parser) is not { } columns)
            {
                return ([], [new RowFault(1, $"The first line names the columns: {NameColumn},{PurposesColumn},{LifetimeColumn}.")]);
            }

            while (parser.Read())
            {
                if (rows.Count + faults.Count >= MaxRows)
                {
                    faults.Add(new RowFault(
                        list.LinesBefore + parser.RawRow, $"There are more than {MaxRows} lines: send them in several files."));
                    break;
                }

                Row(parser, list.LinesBefore + parser.RawRow, columns, rows, faults);
            }
        }
        catch (MaxFieldSizeException)
        {
            faults.Add(new RowFault(
                list.LinesBefore + parser.RawRow,
                $"A field has more than {MaxField} characters, or a quote is never closed. Nothing behind it was read."));
        }
        catch (BadDataException)
        {
            faults.Add(new RowFault(
                list.LinesBefore + parser.RawRow, $"A quote is open or out of place. Nothing behind it was read."));
        }

        return (rows, faults);
    }

    // One a line: a line may have millions of fields, each of them bad.
    private static void Bad(List<RowFault> faults, int line)
    {
        if (faults is not [.., var last] || last.Line != line)
        {
            faults.Add(new RowFault(line, $"A quote is open or out of place."));
        }
    }

    private static void Row(CsvParser parser, int line, Columns columns, List<AssetRow> rows, List<RowFault> faults)
    {
        _ = parser.Record;
        if (faults is [.., var last] && last.Line == line)
        {
            // The quotes are unbalanced, so the fields cannot be separated.
            return;
        }

        if (parser.Count != columns.Count)
        {
            faults.Add(new RowFault(
                line, $"The line has {parser.Count} fields, and the header {columns.Count}."));
            return;
        }

        string nameText = parser[columns.Name];
        if (!DomainName.TryParse(nameText, out DomainName? name))
        {
            faults.Add(new RowFault(line, $"'{Printable.Text(nameText)}' is no domain name in its DNS form."));
            return;
        }

        var purposes = Purposes.None;
        foreach (string word in parser[columns.Purposes].Split([' ', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!PurposeNames.TryParse(word, out Purposes purpose))
            {
                faults.Add(new RowFault(line, $"'{Printable.Text(word)}' is no purpose: {PurposeNames.Joined(Purposes.All)}."));
                return;
            }

            purposes |= purpose;
        }

        string hoursText = columns.Lifetime is { } column ? parser[column] : "";
        int hours = 0;
        if (hoursText.Length > 0
            && !(int.TryParse(hoursText, NumberStyles.None, CultureInfo.InvariantCulture, out hours) && hours is > 0 and < 100_000))
        {
            faults.Add(new RowFault(line, $"'{Printable.Text(hoursText)}' is no number of hours."));
            return;
        }

        try
        {
            rows.Add(new AssetRow(
                line,
                name,
                purposes,
                hours > 0 ? TimeSpan.FromHours(hours) : null,
                columns.Labels is { } labels ? AssetLabels.Parse(parser[labels]) : null));
        }
        catch (RefusedException e)
        {
            faults.Add(new RowFault(line, Sentence.Of(e)));
        }
    }

    /// <summary>Where the columns are.</summary>
    private sealed record Columns(int Count, int Name, int Purposes, int? Lifetime, int? Labels)
    {
        public static Columns? Of(CsvParser header)
        {
            string[] names = [.. Enumerable.Range(0, Math.Min(header.Count, MaxFields)).Select(i => header[i].ToLowerInvariant())];
            int name = Array.IndexOf(names, NameColumn);
            int purposes = Array.IndexOf(names, PurposesColumn);
            int lifetime = Array.IndexOf(names, LifetimeColumn);
            int labels = Array.IndexOf(names, LabelsColumn);
            int known = new[] { name, purposes, lifetime, labels }.Count(c => c >= 0);
            return name >= 0 && purposes >= 0 && header.Count == known
                ? new Columns(header.Count, name, purposes, lifetime >= 0 ? lifetime : null, labels >= 0 ? labels : null)
                : null;
        }
    }
}
