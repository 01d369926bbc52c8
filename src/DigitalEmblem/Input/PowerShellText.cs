namespace DigitalEmblem;

/// <summary>
/// What PowerShell's <c>Resolve-DnsName</c> prints without ConvertTo-Json: a table, a list (<c>Format-List</c>), its errors, with or
/// without the prompt above them.
/// </summary>
internal static class PowerShellText
{
    public const string Tool = "the output of PowerShell's Resolve-DnsName";

    /// <inheritdoc cref="CaptureForms.Reader"/>
    public static bool TryRead(string text, out IReadOnlyList<Capture> captures)
    {
        captures = [];
        if (!text.Contains("Section", StringComparison.Ordinal) && !text.Contains("Strings", StringComparison.Ordinal)
            && !text.Contains(PowerShellError.Begin, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string[] lines = text.Split('\n');
        if (!Array.Exists(lines, l => PowerShellTable.IsHeader(l) || PowerShellError.IsFirstLine(l) || PowerShellList.IsSection(l)))
        {
            return false;
        }

        var reading = new Reading();
        for (int i = 0; i < lines.Length && !reading.IsFull;)
        {
            i = reading.ReadBlock(lines, i);
        }

        captures = reading.Finish();
        return true;
    }

    /// <summary>The text while it is read: records until the next question or error end them.</summary>
    private sealed class Reading
    {
        private readonly List<Capture> _captures = [];
        private readonly List<PowerShellRecord> _records = [];
        private PowerShellQuestion? _question;
        private TokenFormatException? _fault;
        private bool _openEnd;

        public bool IsFull => _captures.Count >= JsonCaptures.MaxAnswers;

        /// <summary>Reads what begins on a line.</summary>
        /// <returns>The line after it.</returns>
        public int ReadBlock(string[] lines, int at)
        {
            string line = lines[at];
            if (string.IsNullOrWhiteSpace(line))
            {
                return at + 1;
            }

            if (PowerShellTable.IsHeader(line))
            {
                int below = PowerShellTable.Read(lines, at, _records);

                // An empty line ends a table. The empty string after the last line feed is not such a line, so the table may have been cut
                // there.
                _openEnd = below >= lines.Length - 1;
                return below;
            }

            if (PowerShellError.IsFirstLine(line))
            {
                FlushRecords(openEnd: false);
                int end = PowerShellError.Read(lines, at, _question, out Capture error);
                _captures.Add(error);
                return end;
            }

            if (Prompt(line) is { } command)
            {
                FlushRecords(openEnd: false);
                _question = PowerShellQuestion.Read(command);
                return at + 1;
            }

            if (PowerShellList.IsMember(line))
            {
                // Empty lines also stand between the records of a list, so an empty line does not show that the list is complete.
                _openEnd = true;
                return PowerShellList.Read(lines, at, _records);
            }

            _fault ??= new TokenFormatException($"line {at + 1} is nothing that Resolve-DnsName prints");
            return at + 1;
        }

        public List<Capture> Finish()
        {
            bool full = IsFull;
            FlushRecords(_openEnd);
            TokenFormatException? fault = full ? CaptureFaults.TooMany(JsonCaptures.MaxAnswers)
                : _captures.Count == 0 ? _fault ?? new("headings without a record: it was cut")
                : _fault;
            if (fault is not null)
            {
                _captures.Add(new Capture { Tool = Tool, Fault = fault });
            }

            return _captures;
        }

        private void FlushRecords(bool openEnd)
        {
            _captures.AddRange(PowerShellRecord.ToCaptures(_records, Tool, _question, openEnd));
            _records.Clear();
        }

        /// <summary>The command after a prompt (<c>PS C:\Users\me&gt; …</c>); null if the line is none.</summary>
        private static string? Prompt(string line) =>
            line.StartsWith("PS ", StringComparison.Ordinal) && line.IndexOf('>', StringComparison.Ordinal) is > 0 and var end
                ? line[(end + 1)..].Trim()
                : null;
    }
}
