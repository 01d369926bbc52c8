using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalEmblem.Issuer.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal partial class TargetsNameTheirAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "TsigKey",
                table: "targets",
                newName: "Access");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "Access",
                table: "targets",
                newName: "TsigKey");
        }
    }
}
