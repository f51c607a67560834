export { EditReportPage as default, generateMetadata } from '../../../../features/report/edit-report-page';
